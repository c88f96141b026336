int example(const std::string &a, std::vector<int> &items) {
    reset(b, nullptr);
    return 0;
}
