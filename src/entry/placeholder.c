/* Keeps the layer buildable until its first file. */
extern int entry_placeholder;
int entry_placeholder;
