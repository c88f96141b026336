package example

func example(a string, items []string) error {
	show(user.Login)
	return nil
}
