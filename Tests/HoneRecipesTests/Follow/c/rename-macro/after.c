int example(char *a, struct item *items, int n) {
    x = SIZE_MIN;
    return 0;
}
