<?php
function example($a, $b, $items) {
    $d = json_decode($body, true);
}
