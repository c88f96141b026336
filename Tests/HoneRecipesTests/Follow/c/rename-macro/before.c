int example(char *a, struct item *items, int n) {
    x = MIN_SIZE;
    return 0;
}
