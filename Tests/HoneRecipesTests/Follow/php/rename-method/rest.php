<?php
function example($a, $b, $items) {
    $b->owner()->getName();
}
