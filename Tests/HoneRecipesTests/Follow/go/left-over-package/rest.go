package b

import "example.com/app/observe"

func g() {
	defer traces.Start()
	observe.Start()
}
