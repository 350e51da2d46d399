/* Keeps the layer buildable until its first file. */
extern int rules_placeholder;
int rules_placeholder;
