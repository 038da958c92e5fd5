"""The addresses of products and categories."""

from django.urls import URLPattern, path

from fairlead.web.products import categories, lists, prices, product

urlpatterns: list[URLPattern] = [
    *lists.PRODUCTS.urls("products"),
    *lists.DELETED.urls("products/deleted"),
    path("products/new", product.add, name="product_new"),
    path("products/suggest", product.suggest, name="product_suggest"),
    path("products/<int:pk>", product.show, name="product"),
    path("products/<int:pk>/edit", product.edit, name="product_edit"),
    path("products/<int:pk>/delete", product.delete, name="product_delete"),
    path("products/<int:pk>/restore", product.restore, name="product_restore"),
    path("products/<int:pk>/prices/new", prices.add, name="product_price_new"),
    path("products/<int:pk>/prices/<int:price>", prices.correct, name="product_price"),
    path("products/<int:pk>/prices/<int:price>/withdraw", prices.withdraw, name="product_price_withdraw"),
    path("products/categories", categories.show, name="categories"),
    path("products/categories/new", categories.add, name="category_new"),
    path("products/categories/<int:pk>", categories.edit, name="category"),
    path("products/categories/<int:pk>/delete", categories.delete, name="category_delete"),
]
