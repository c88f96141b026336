int example(const std::string &a, std::vector<int> &items) {
    reset(a, nullptr);
    return 0;
}
