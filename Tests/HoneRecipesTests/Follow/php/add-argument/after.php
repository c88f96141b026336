<?php
function example($a, $b, $items) {
    json_decode($a, true);
}
