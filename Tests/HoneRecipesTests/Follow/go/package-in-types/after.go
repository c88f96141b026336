package a

func f() {
	x := meta.Empty
	x.Run()
}
