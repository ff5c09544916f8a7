-- Every line that is ordered is taken from the stock.
CREATE FUNCTION reserve_stock() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE stock SET on_hand = on_hand - NEW.quantity WHERE product_id = NEW.product_id;
    RETURN NEW;
END;
$$;

CREATE TRIGGER order_lines_reserve_stock
    AFTER INSERT ON order_lines
    FOR EACH ROW EXECUTE FUNCTION reserve_stock();
