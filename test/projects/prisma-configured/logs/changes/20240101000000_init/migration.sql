CREATE TABLE `log` (id int);
