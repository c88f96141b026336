int example(const std::string &a, std::vector<int> &items) {
    int n = static_cast<int>(a);
    return 0;
}
