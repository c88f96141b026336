int example(char *a, struct item *items, int n) {
    log_line(LOG_INFO, a);
    return 0;
}
