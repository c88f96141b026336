<?php
function example($a, $b, $items) {
    mysql_query($a);
}
