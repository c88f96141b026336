int example(char *a, struct item *items, int n) {
    snprintf(buf, sizeof(buf), "%d", n);
    return 0;
}
