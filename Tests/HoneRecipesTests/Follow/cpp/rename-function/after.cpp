int example(const std::string &a, std::vector<int> &items) {
    to_string(a);
    return 0;
}
