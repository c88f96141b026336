package b

import "example.com/app/observe"

func g() {
	defer observe.Start()
	observe.Start()
}
