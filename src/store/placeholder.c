/* Keeps the layer buildable until its first file. */
extern int store_placeholder;
int store_placeholder;
