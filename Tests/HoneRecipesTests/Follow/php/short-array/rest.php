<?php
function example($a, $b, $items) {
    use_list(array($b, 1));
}
