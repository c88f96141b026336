int example(char *a, struct item *items, int n) {
    snprintf(line, sizeof(line), "%s", a);
    return 0;
}
