<?php
function example($a, $b, $items) {
    $a->name();
}
