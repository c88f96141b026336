int example(char *a, struct item *items, int n) {
    use(other->length);
    return 0;
}
