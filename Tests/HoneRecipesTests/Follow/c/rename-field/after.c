int example(char *a, struct item *items, int n) {
    use(items->length);
    return 0;
}
