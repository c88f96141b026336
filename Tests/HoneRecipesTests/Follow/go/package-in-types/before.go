package a

func f() {
	x := exif.Empty
	x.Run()
}
