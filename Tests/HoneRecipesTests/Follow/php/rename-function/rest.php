<?php
function example($a, $b, $items) {
    $r = mysql_query($sql);
}
