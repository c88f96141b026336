int example(const std::string &a, std::vector<int> &items) {
    reset(a, NULL);
    return 0;
}
