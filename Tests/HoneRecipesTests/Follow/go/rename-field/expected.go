package example

func example(a string, items []string) error {
	show(order.User.Login)
	return nil
}
