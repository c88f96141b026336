package example

func example(a string, items []string) error {
	wait(3 * time.Millisecond)
	return nil
}
