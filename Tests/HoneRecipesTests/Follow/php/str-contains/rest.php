<?php
function example($a, $b, $items) {
    check(strpos($name, "y") !== false);
}
