package example

func example(a string, items []string) error {
	time.Sleep(5 * time.Millisecond)
	return nil
}
