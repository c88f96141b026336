int example(char *a, struct item *items, int n) {
    sprintf(buf, "%d", n);
    return 0;
}
