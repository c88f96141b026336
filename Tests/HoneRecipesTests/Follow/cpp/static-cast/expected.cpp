int example(const std::string &a, std::vector<int> &items) {
    int m = static_cast<int>(b);
    return 0;
}
