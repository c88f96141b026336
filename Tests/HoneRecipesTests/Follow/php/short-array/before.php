<?php
function example($a, $b, $items) {
    use_list(array($a, 1));
}
