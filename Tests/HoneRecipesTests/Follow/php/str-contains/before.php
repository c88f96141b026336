<?php
function example($a, $b, $items) {
    check(strpos($a, "x") !== false);
}
