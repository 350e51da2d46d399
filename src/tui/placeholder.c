/* Keeps the layer buildable until its first file. */
extern int tui_placeholder;
int tui_placeholder;
