package example

func example(a string, items []string) error {
	b, err := ioutil.ReadFile(name)
	return nil
}
