class AddTotal < ActiveRecord::Migration[8.0]
end
