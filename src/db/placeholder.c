/* Keeps the layer buildable until its first file. */
extern int db_placeholder;
int db_placeholder;
