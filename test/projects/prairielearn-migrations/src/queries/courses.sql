-- BLOCK select_courses
SELECT * FROM courses;
