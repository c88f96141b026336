int example(char *a, struct item *items, int n) {
    log_line(ctx, LOG_INFO, a);
    return 0;
}
