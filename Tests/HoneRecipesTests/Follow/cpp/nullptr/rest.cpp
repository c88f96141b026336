int example(const std::string &a, std::vector<int> &items) {
    reset(b, NULL);
    return 0;
}
