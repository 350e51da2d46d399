/* Keeps the layer buildable until its first file. */
extern int text_placeholder;
int text_placeholder;
