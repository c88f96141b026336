int example(const std::string &a, std::vector<int> &items) {
    int m = (int)b;
    return 0;
}
