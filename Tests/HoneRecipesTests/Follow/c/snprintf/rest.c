int example(char *a, struct item *items, int n) {
    sprintf(line, "%s", a);
    return 0;
}
