int example(const std::string &a, std::vector<int> &items) {
    print(to_string(b));
    return 0;
}
