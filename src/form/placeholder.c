/* Keeps the layer buildable until its first file. */
extern int form_placeholder;
int form_placeholder;
