/* Keeps the layer buildable until its first file. */
extern int cli_placeholder;
int cli_placeholder;
