int example(const std::string &a, std::vector<int> &items) {
    stream.write(a);
    return 0;
}
